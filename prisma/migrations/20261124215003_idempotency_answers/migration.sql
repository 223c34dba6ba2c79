-- A row without an answer says nothing: whoever asks again does the work.
DELETE FROM "idempotency_keys" WHERE "status" IS NULL OR "body" IS NULL;

-- AlterTable
-- Text, since jsonb gives other bytes back than it was given.
ALTER TABLE "idempotency_keys" ALTER COLUMN "status" SET NOT NULL,
ALTER COLUMN "body" SET DATA TYPE TEXT USING "body"::text,
ALTER COLUMN "body" SET NOT NULL;
