-- The trunks that a rule's calls go over when the one before them cannot serve, as a JSON list of their names.
ALTER TABLE outbound_rules ADD COLUMN backup_trunks TEXT NOT NULL DEFAULT '[]';
