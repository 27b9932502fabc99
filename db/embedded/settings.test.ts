import { describe, expect, it } from "vitest";
import { configurationFile, productSettings } from "./settings";

const GB = 1024 ** 3;

describe("settings of the embedded server", () => {
  it("a machine of 2 GB: a sixth is 341 MB of buffers, 128th is 16 MB of work memory", () => {
    const settings = productSettings({ memory: 2 * GB, cpus: 2, sharedMemoryFolder: GB });
    expect(settings).toMatchObject({ shared_buffers: "341MB", work_mem: "16MB", maintenance_work_mem: "128MB" });
  });
  it("a machine of 64 GB stops at the ceilings: 4 GB, 64 MB, 512 MB", () => {
    const settings = productSettings({ memory: 64 * GB, cpus: 16, sharedMemoryFolder: 32 * GB });
    expect(settings).toMatchObject({ shared_buffers: "4096MB", work_mem: "64MB", maintenance_work_mem: "512MB" });
    expect(settings.max_parallel_workers_per_gather).toBe("4");
  });
  it("a container with 64 MB of /dev/shm keeps parallel queries off it", () => {
    const settings = productSettings({ memory: GB, cpus: 1, sharedMemoryFolder: 64 * 1024 ** 2 });
    expect(settings.dynamic_shared_memory_type).toBe("sysv");
  });
  it("never switches durability off", () => {
    const settings = productSettings({ memory: GB, cpus: 1, sharedMemoryFolder: 0 });
    expect(settings).not.toHaveProperty("fsync");
    expect(settings).not.toHaveProperty("synchronous_commit");
  });
  it("quotes a value: it's -> 'it''s'", () => {
    expect(configurationFile({ log_line_prefix: "it's" })).toContain("log_line_prefix = 'it''s'");
  });
});
