/** How long servers may take, and how much they may say. Times in milliseconds. */
export interface McpLimits {
  /** A server that starts on this computer and shows no sign of work for so long is given up. */
  startIdleMs: number;
  /** A server on this computer that works, but is not ready after so long, is given up too. */
  longestStartMs: number;
  /** For reaching a server over HTTP, the handshake and the first tool list together. */
  reachMs: number;
  /** How long after the beginning of a server's start runs wait for it; later ones go without it. */
  firstWaitMs: number;
  /** For a tool list asked for later on. */
  listMs: number;
  /** For one tool call in all, however much progress it tells of. */
  longestCallMs: number;
  /** For an answer that only has to show that the server lives. */
  pingMs: number;
  /** Before the first new attempt after a failure; doubled each time. */
  firstRetryMs: number;
  longestRetryMs: number;
  /** Attempts in a row that are made by themselves; later ones are made when a run wants the tools. */
  attempts: number;
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
  startIdleMs: 120_000,
  longestStartMs: 900_000,
  reachMs: 30_000,
  firstWaitMs: 6_000,
  listMs: 30_000,
  longestCallMs: 3_600_000,
  pingMs: 5_000,
  firstRetryMs: 1_000,
  longestRetryMs: 300_000,
  attempts: 6,
  listEveryMs: 1_000,
  tools: 256,
  description: 4_000,
  schema: 20_000,
  messagesPerSecond: 3_000,
  message: 10 * 2 ** 20,
});
