-- AlterTable
ALTER TABLE "sms_dialogues" ADD COLUMN     "seen" TEXT[] DEFAULT ARRAY[]::TEXT[];
