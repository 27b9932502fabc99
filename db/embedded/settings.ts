const MB = 1024 * 1024;

export interface Machine {
  /** bytes this process may use (a container's limit where there is one) */
  memory: number;
  cpus: number;
  /** bytes of /dev/shm; small in containers, where parallel queries would fail on it */
  sharedMemoryFolder: number;
}

/**
 * PostgreSQL settings of the embedded server, chosen by the machine: sizes are shares of memory with a floor and a
 * ceiling. `synchronous_commit` and `fsync` keep PostgreSQL's own safe defaults; `wal_compression` stays off, as pages after a checkpoint
 * then take several times as long to write. Values are in PostgreSQL's units.
 */
export function productSettings({ memory, cpus, sharedMemoryFolder }: Machine): Record<string, string> {
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: megabytes(memory / 6, 128, 4096),
    effective_cache_size: megabytes(memory / 2, 512, 16_384),
    maintenance_work_mem: megabytes(memory / 16, 64, 512),
    work_mem: megabytes(memory / 128, 8, 64),
    max_wal_size: "4GB",
    min_wal_size: "256MB",
    checkpoint_completion_target: "0.9",
    checkpoint_timeout: "15min",
    random_page_cost: "1.1",
    jit: "off",
    max_parallel_workers_per_gather: String(Math.min(4, Math.max(1, cpus - 1))),
    max_parallel_workers: String(Math.min(8, Math.max(2, cpus))),
    dynamic_shared_memory_type: sharedMemoryFolder >= 1024 * MB ? "posix" : "sysv",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    logging_collector: "on",
    log_directory: "log",
    log_filename: "postgresql-%a.log",
    log_rotation_age: "1d",
    log_rotation_size: "0",
    log_truncate_on_rotation: "on",
    log_line_prefix: "%m [%p] ",
  };
}

/** What tests change: a crash may lose everything, in exchange for speed; small buffers, many connections, logs to stderr. */
export const TEST_SETTINGS: Record<string, string> = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "256MB",
  max_connections: "200",
  autovacuum_naptime: "10s",
  logging_collector: "off",
};

/** The lines of a configuration file; values quoted as PostgreSQL asks. */
export function configurationFile(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written by Triptych at every start; your own settings go to postgresql.auto.conf (ALTER SYSTEM), which wins.\n${lines.join("\n")}\n`;
}

function megabytes(bytes: number, floor: number, ceiling: number): string {
  return `${Math.round(Math.min(ceiling, Math.max(floor, bytes / MB)))}MB`;
}
