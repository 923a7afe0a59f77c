-- Who made a subscription a canary, and on which day, and when a number said STOP: nobody ever read it, and it was kept for ever.
ALTER TABLE canary DROP COLUMN by;
ALTER TABLE canary DROP COLUMN day;
ALTER TABLE message_opt_out DROP COLUMN day;
