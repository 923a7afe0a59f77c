-- What the provider told later about the texts of a broadcast: who it took, whose phone has it, whom it did not reach, as sets of seats. Beside
-- the leg and not in it, because the carrier's worker holds the leg while news come in. Sealed as the leg is; gone with the broadcast.
CREATE TABLE broadcast_followed (
    broadcast BLOB PRIMARY KEY REFERENCES broadcast (id) ON DELETE CASCADE,
    sets      BLOB NOT NULL,
    seal      BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
