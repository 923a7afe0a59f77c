-- Whether pictures came with a text. They are not kept: the answer to it says so.
ALTER TABLE message_inbound ADD COLUMN has_pictures INTEGER NOT NULL DEFAULT 0 CHECK (has_pictures IN (0, 1));
