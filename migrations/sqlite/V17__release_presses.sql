-- A member's own signature beside their sign-off: what their passkey answered, as `release::Press` spells it. NULL where a sign-off was
-- made before there were any, and for made-up members.
ALTER TABLE alert_step ADD COLUMN press TEXT CHECK (press IS NULL OR hash IS NOT NULL);
ALTER TABLE broadcast ADD COLUMN drafted_press TEXT;
ALTER TABLE broadcast ADD COLUMN released_press TEXT;
