-- AlterEnum
ALTER TYPE "DeliveryHold" ADD VALUE 'orcamento';

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "price" DECIMAL(12,6),
ADD COLUMN     "price_unit" TEXT,
ADD COLUMN     "report_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "reported_at" TIMESTAMPTZ(3),
ADD COLUMN     "segments" INTEGER;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "timezone_chosen" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "sms_opt_outs" (
    "phone" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sms_opt_outs_pkey" PRIMARY KEY ("phone")
);

-- CreateTable
CREATE TABLE "sms_inbound" (
    "id" TEXT NOT NULL,
    "reply" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sms_inbound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sms_dialogues" (
    "phone" TEXT NOT NULL,
    "awaiting" TEXT,
    "appointment_ids" INTEGER[],
    "versions" INTEGER[],
    "unclear" TEXT,
    "asked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sms_dialogues_pkey" PRIMARY KEY ("phone")
);

-- CreateTable
CREATE TABLE "sms_days" (
    "day" DATE NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "refused_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "sms_days_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE INDEX "sms_inbound_created_at_idx" ON "sms_inbound"("created_at");

-- From here on by hand: partial indexes, for which schema.prisma has no words.

-- Whose account a number stands on.
CREATE INDEX "users_phone" ON "users" ("phone") WHERE "phone" IS NOT NULL;

-- Which delivery a provider speaks of, and which it is to be asked about.
CREATE INDEX "deliveries_sms_provider_id" ON "deliveries" ("provider_id") WHERE "channel" = 'sms' AND "provider_id" IS NOT NULL;
CREATE INDEX "deliveries_report_due" ON "deliveries" ("report_due_at") WHERE "report_due_at" IS NOT NULL;

-- Mobile numbers as they were before the ninth digit: a reply comes from the number with it, and would be nobody's.
UPDATE "users" SET "phone" = regexp_replace("phone", '^(\+55\d\d)([689]\d{7}|7[1-6]\d{6})$', '\19\2')
WHERE "phone" ~ '^\+55\d\d([689]\d{7}|7[1-6]\d{6})$';
