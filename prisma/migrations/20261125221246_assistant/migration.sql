-- AlterTable
ALTER TABLE "chat_messages" ADD COLUMN     "interrupted" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "risk_alerts" ADD COLUMN     "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "messages" INTEGER NOT NULL DEFAULT 1;

UPDATE "risk_alerts" SET "last_at" = "created_at";

-- AddForeignKey
ALTER TABLE "risk_alerts" ADD CONSTRAINT "risk_alerts_acknowledged_by_id_fkey" FOREIGN KEY ("acknowledged_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
