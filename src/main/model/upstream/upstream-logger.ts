/** What the model tells about odd answers that it survived; any logger of the host. */
export interface UpstreamLogger {
  warn(message: string, fields?: Record<string, unknown>): void;
}
