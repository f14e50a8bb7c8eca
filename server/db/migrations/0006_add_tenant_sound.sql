-- Browsers of this company speak Opus where they can; else G.711, which needs no transcoding towards carriers.
ALTER TABLE tenants ADD COLUMN prefer_opus BOOLEAN NOT NULL DEFAULT FALSE;
