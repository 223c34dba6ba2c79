-- CreateTable
CREATE TABLE "upload_claims" (
    "key" TEXT NOT NULL,
    "node" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upload_claims_pkey" PRIMARY KEY ("key")
);
