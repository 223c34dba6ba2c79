-- CreateTable
CREATE TABLE "nodes" (
    "node" INTEGER NOT NULL,
    "providers" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "nodes_pkey" PRIMARY KEY ("node")
);
