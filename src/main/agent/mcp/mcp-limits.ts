/** How long servers may take, and how much they may say. Times in milliseconds. */
export interface McpLimits {
  /** For starting, the handshake and the first tool list together. */
  startupMs: number;
  /** For one tool call without any sign of progress. */
  callMs: number;
  /** For one tool call in all. */
  longestCallMs: number;
  /** For an answer that only has to show that the server lives. */
  pingMs: number;
  /** Before the first new attempt after a failure; doubled each time. */
  firstRetryMs: number;
  longestRetryMs: number;
  /** Between two lists that a server asks us to fetch. */
  listEveryMs: number;
  /** Tools of one server. */
  tools: number;
  /** Characters of one tool's description. */
  description: number;
  /** Characters of the schema of one tool's parameters, as JSON. */
  schema: number;
  /** Messages of one server. */
  messagesPerSecond: number;
  /** Bytes of one message. */
  message: number;
}

export const defaultMcpLimits: Readonly<McpLimits> = Object.freeze({
  startupMs: 10_000,
  callMs: 120_000,
  longestCallMs: 600_000,
  pingMs: 5_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
  listEveryMs: 1_000,
  tools: 256,
  description: 4_000,
  schema: 20_000,
  messagesPerSecond: 3_000,
  message: 10 * 2 ** 20,
});
