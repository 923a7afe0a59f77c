-- A letter that says what a broadcast says, to somebody who reported it, goes by the broadcast's rules: it names the broadcast, which may be
-- halted or ended, and the time after which it is not to arrive any more.
ALTER TABLE message_letter ADD COLUMN about BLOB CHECK (about IS NULL OR length(about) = 16);
ALTER TABLE message_letter ADD COLUMN expires_at INTEGER CHECK ((expires_at IS NULL) = (about IS NULL));
