-- The day on which a scheduled report goes out: of the week 1 (Monday) to 7; of the month 1 to 28, 0 its last one.
ALTER TABLE report_schedules ADD COLUMN weekday BIGINT NOT NULL DEFAULT 1;
ALTER TABLE report_schedules ADD COLUMN month_day BIGINT NOT NULL DEFAULT 1;
