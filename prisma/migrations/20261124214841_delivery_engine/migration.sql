-- CreateEnum
CREATE TYPE "DeliveryHold" AS ENUM ('limite', 'silencio', 'escalada');

-- DropIndex
DROP INDEX "deliveries_provider_id_idx";

-- DropIndex
DROP INDEX "deliveries_status_next_attempt_at_idx";

-- DropIndex
DROP INDEX "deliveries_user_id_channel_sent_at_idx";

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "hold" "DeliveryHold",
ADD COLUMN     "node" INTEGER;

-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_from_id" INTEGER,
ADD COLUMN     "immediate" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "notifications_escalated_from_id_idx" ON "notifications"("escalated_from_id");

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_escalated_from_id_fkey" FOREIGN KEY ("escalated_from_id") REFERENCES "notifications"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- From here on by hand: partial indexes, for which schema.prisma has no words. Most deliveries are over, and none of these
-- holds one that is.

-- What is to be given to the queue, by when. Those that were given (without a time) are looked through for lost jobs.
CREATE INDEX "deliveries_due" ON "deliveries" ("next_attempt_at") WHERE "status" IN ('pendente', 'adiada');

-- What is under way, by the process that has it.
CREATE INDEX "deliveries_under_way" ON "deliveries" ("node") WHERE "status" = 'enviando';

-- What waits for an administrator.
CREATE INDEX "deliveries_failed" ON "deliveries" ("id") WHERE "status" = 'falhou';

-- What one person got lately by a way that is counted, and what waits for room in their hour.
CREATE INDEX "deliveries_sent" ON "deliveries" ("user_id", "channel", "sent_at")
    WHERE "channel" IN ('email', 'sms') AND "sent_at" IS NOT NULL;
CREATE INDEX "deliveries_waiting_for_their_turn" ON "deliveries" ("user_id", "channel") WHERE "hold" = 'limite';

-- Alerts that nobody has read, and that nobody else has been told of.
CREATE INDEX "notifications_open_alerts" ON "notifications" ("created_at")
    WHERE "type" = 'alerta' AND "read_at" IS NULL AND "escalated_at" IS NULL;
