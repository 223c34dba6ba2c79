-- AlterTable
ALTER TABLE "appointments" ADD COLUMN     "booked_by_patient" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "calendar_uid" TEXT,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0;
