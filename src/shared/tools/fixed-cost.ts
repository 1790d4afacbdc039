/** What every request of a chat sends before the conversation: system prompt and tool definitions. */
export interface FixedCost {
  /** The sum of all parts. */
  characters: number;
  /** About how many tokens that is. */
  tokens: number;
  /** `prompt`, `tools` (those that are always offered), then the groups that have tools. */
  parts: FixedCostPart[];
}

/** One part of a {@link FixedCost}. */
export interface FixedCostPart {
  /** `prompt`, `tools`, the id of a group of tools, or `mcp:<server>`. */
  id: string;
  /** How many tools are in it. */
  tools: number;
  /** Whether its definitions are sent with every request; else they are found on demand. */
  offered: boolean;
  /** What it adds to every request, in characters. */
  characters: number;
  /** What it would add, were it offered always. */
  ifOffered: number;
}
