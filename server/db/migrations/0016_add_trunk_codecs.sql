-- Which codecs are spoken with a trunk, the best first, separated by |. Empty: our own choice.
ALTER TABLE trunks ADD COLUMN codecs TEXT NOT NULL DEFAULT '';
