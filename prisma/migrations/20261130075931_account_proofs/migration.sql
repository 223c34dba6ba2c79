-- AlterEnum
ALTER TYPE "TokenPurpose" ADD VALUE 'email_change';
ALTER TYPE "TokenPurpose" ADD VALUE 'email_restore';

-- AlterTable
ALTER TABLE "account_tokens" ADD COLUMN     "email_change_id" UUID;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "phone_verified_at" TIMESTAMPTZ(3),
ADD COLUMN     "self_registered" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "phone_codes" (
    "user_id" INTEGER NOT NULL,
    "phone" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "phone_codes_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "email_changes" (
    "id" UUID NOT NULL,
    "user_id" INTEGER NOT NULL,
    "session_id" UUID NOT NULL,
    "old_email" TEXT NOT NULL,
    "new_email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3),
    "restorable_until" TIMESTAMPTZ(3),

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "phone_codes_expires_at_idx" ON "phone_codes"("expires_at");

-- CreateIndex
CREATE INDEX "email_changes_user_id_idx" ON "email_changes"("user_id");

-- CreateIndex
CREATE INDEX "email_changes_old_email_idx" ON "email_changes"("old_email");

-- CreateIndex
CREATE INDEX "email_changes_created_at_idx" ON "email_changes"("created_at");

-- AddForeignKey
ALTER TABLE "account_tokens" ADD CONSTRAINT "account_tokens_email_change_id_fkey" FOREIGN KEY ("email_change_id") REFERENCES "email_changes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "phone_codes" ADD CONSTRAINT "phone_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Numbers that accounts have by now count as proved.
UPDATE "users" SET "phone_verified_at" = now() WHERE "phone" IS NOT NULL;

-- Who has registered by themselves is known from the audit log.
UPDATE "users" SET "self_registered" = true
FROM "audit_log" WHERE "audit_log"."resource" = 'user' AND "audit_log"."action" = 'user.register'
  AND "audit_log"."resource_id" = "users"."id"::text;
