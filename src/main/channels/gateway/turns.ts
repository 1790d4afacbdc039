import type { ChatMessage } from '../../model/model.ts';
import type { RunLog } from '../../runs/run-log.ts';
import type { Run } from '../../runs/run.ts';
import type { InputItem } from '../../store/response-store.ts';

/** A person's message as the agent is to answer it. */
export interface ChannelTurn {
  /** The name of the conversation that it goes on. */
  conversation: string;
  input: InputItem[];
  /** Layered on the core prompt. */
  instructions: string;
  /** Who is answered, for approvals and Activity: "Telegram: Ann". */
  client: string;
  /** Awaited before the run begins; what is kept of it must be on disk when it resolves. */
  onBegun: (responseId: string) => Promise<void>;
  /** Awaited before its first tool runs. */
  onActing: () => Promise<void>;
  /** What the person has said since, taken before each call of the model. */
  steer: () => ChatMessage[];
}

/** Turns of named conversations, as chats begin them. */
export interface Turns {
  /** @throws {Error} when too much is under way, or the store fails */
  begin(turn: ChannelTurn): Promise<Run>;
  /** The log of a stored response whose run came to its end; undefined where there is none. */
  ended(responseId: string): Promise<RunLog | undefined>;
  /** The latest turn of a conversation. */
  last(conversation: string): Promise<{ responseId: string; input: InputItem[] } | undefined>;
  /** Takes a response out of its conversation. */
  forget(responseId: string): Promise<void>;
}
