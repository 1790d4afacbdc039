import type { RunLog } from '../runs/run-log.ts';

/**
 * What a chat platform is to us. A platform's room (`telegram/` …) makes a {@link Channel}: it hands
 * what people send to the gateway, and gives the delivery a {@link Transport} that makes one call and
 * tells how it ended. No transport repeats, waits, splits or decides: that is the delivery's.
 */

export type Platform = 'telegram' | 'discord' | 'slack' | 'whatsapp';

/** `direct`: one person and the bot. Platforms pace groups more strictly. */
export type ChatKind = 'direct' | 'group';

/** A place to write to. Ids are the platform's own, as text. */
export interface Target {
  platform: Platform;
  chat: string;
  /** A real forum topic or thread; left out where the chat has none. */
  thread?: string;
  kind: ChatKind;
}

/** At most so many calls within any such stretch of time. */
export interface Allowance {
  calls: number;
  perMs: number;
}

/** What a platform takes. Lengths are in UTF-16 units, the safe side where it counts code points. */
export interface Limits {
  /** Longest finished part, and longest preview (an edit may be held to less). */
  finished: number;
  preview: number;
  /** Whether a message that was sent can be edited; without, an answer is sent whole. */
  edits: boolean;
  /** Least time between two calls that show one message's growth, milliseconds. */
  minEditMs: Record<ChatKind, number>;
  /** For one chat. */
  chat: Record<ChatKind, Allowance>;
  /** For all chats together. */
  platform: Allowance;
  /** After so long a typing sign is gone; 0: there is none. Milliseconds. */
  typingMs: number;
  /** Whether a send with the same nonce is carried out once, so that it may be repeated. */
  nonces: boolean;
}

/** A text in one of two forms: the platform's markup, or as it stands. */
export interface OutgoingText {
  text: string;
  format: 'markup' | 'plain';
}

/** A button of a card; `data` comes back in a {@link ButtonEvent}. At most 64 bytes. */
export interface Button {
  label: string;
  data: string;
}

export interface SendOptions {
  /** Id of the message to reply to. */
  replyTo?: string;
  /** See `Limits.nonces`; at most 25 characters. */
  nonce?: string;
  /** Makes no sound where the platform knows that. */
  silent?: boolean;
  /** Rows of buttons below the text. An edit without them takes them away. */
  buttons?: Button[][];
}

/** A file to send; it is read when it is sent. */
export interface OutgoingFile {
  /** Absolute, real path of a regular file. */
  path: string;
  /** The name that people see. */
  name: string;
  caption?: OutgoingText;
}

/** How a call to a platform ended. Told by numbers and codes where there are any, never by chance words. */
export type Outcome =
  /** Taken. `ref` is the message's id; of an edit, that of the message edited. */
  | { kind: 'accepted'; ref: string }
  /** An edit that changes nothing: the message shows this text already. */
  | { kind: 'unchanged' }
  /** No connection was made, so nothing was done: may be repeated. */
  | { kind: 'unconnected'; error: string }
  /** Sent, and no answer came, or a 5xx: perhaps done. */
  | { kind: 'unanswered'; error: string }
  /** Too many calls. `scope`: whom it concerns. */
  | { kind: 'refused'; retryAfterMs: number; scope: 'chat' | 'platform' }
  /** The platform could not read our markup. */
  | { kind: 'unparsed'; error: string }
  | { kind: 'too long' }
  /** What the call names is not there (any more): the message replied to, the topic, the message to edit. */
  | { kind: 'gone'; what: 'reply' | 'thread' | 'message' }
  /** Nothing can be written to this chat: it is unknown, we were blocked or thrown out, may not write. */
  | { kind: 'closed'; error: string }
  /** The chat has another id from now on. */
  | { kind: 'moved'; chat: string }
  /** The token is refused; no further call is made. */
  | { kind: 'token refused' }
  /** Refused for another reason; repeating it is of no use. */
  | { kind: 'failed'; error: string };

/**
 * A platform's calls. Each is made once, at once, with a time-out of 15 s, and never rejects; what an
 * outcome says holds no token.
 */
export interface Transport {
  readonly platform: Platform;
  readonly limits: Limits;
  send(target: Target, text: OutgoingText, options: SendOptions): Promise<Outcome>;
  /** @param ref the message's id */
  edit(
    target: Target,
    ref: string,
    text: OutgoingText,
    options: Pick<SendOptions, 'buttons'>,
  ): Promise<Outcome>;
  sendFile(target: Target, file: OutgoingFile, options: SendOptions): Promise<Outcome>;
  typing(target: Target): Promise<Outcome>;
}

/** Who wrote. */
export interface Person {
  /** The platform's id. */
  id: string;
  /** As it is shown. */
  name: string;
  /** `@name`, without the @, where there is one. */
  username?: string;
  bot: boolean;
}

/** What every event of a chat has. */
interface ChatEvent {
  /** Names the event on its platform: a second one of the same key is dropped. */
  key: string;
  /** When it was written, milliseconds since the epoch. */
  at: number;
  target: Target;
  from: Person;
}

/** A file that came with a message; see `Channel.download`. It is kept as it stands, over restarts. */
export interface Attachment {
  kind: 'picture' | 'document' | 'voice' | 'other';
  /** The file's name, or one made up for it. */
  name: string;
  mediaType: string;
  /** As the platform says; undefined where it does not. */
  bytes: number | undefined;
  /** The platform's own name for it. */
  ref: string;
}

/** A message, or a part of a long text or album, which the gateway puts together. */
export interface MessageEvent extends ChatEvent {
  type: 'message';
  /** The message's id, to reply to. */
  ref: string;
  text: string;
  attachments: Attachment[];
  /** Whether it speaks to the bot: by mention, or as a reply to it. Always so in a direct chat. */
  addressed: boolean;
  /** The same for all parts of an album. */
  album?: string;
  /** What of the message it replies to is meant. */
  quote?: string;
}

/** `/name args`, addressed to our bot. */
export interface CommandEvent extends ChatEvent {
  type: 'command';
  ref: string;
  /** Without the slash, lower case. */
  name: string;
  args: string;
}

/** A button was pressed. */
export interface ButtonEvent extends ChatEvent {
  type: 'button';
  /** The card's id. */
  ref: string;
  data: string;
  /** Takes the waiting sign off the button; to be called first. @param text shown to who pressed */
  acknowledge(text?: string): Promise<void>;
}

/** A chat has another id: conversation, pairing and allowlist move. */
export interface MigrationEvent {
  type: 'migration';
  key: string;
  platform: Platform;
  from: string;
  to: string;
}

/** What a channel hands to the gateway. People's later edits and messages of bots are left out. */
export type ChannelEvent = MessageEvent | CommandEvent | ButtonEvent | MigrationEvent;

/** How a channel stands, for the window and the tray. */
export type ChannelState =
  | { status: 'off' }
  | { status: 'connecting' }
  /** `since`: milliseconds since the epoch; `as`: "@my_hermes_bot". */
  | { status: 'connected'; since: number; as: string }
  /** `why` says what is wrong and what to do; `retrying`: it goes on by itself. */
  | { status: 'failing'; why: string; retrying: boolean };

/** A platform, connected or not. */
export interface Channel {
  readonly transport: Transport;
  readonly state: ChannelState;
  onChange(listener: (state: ChannelState) => void): () => void;
  /**
   * Connects, and hands over events from then on. Never rejects: what goes wrong is its state.
   * An event is confirmed to the platform once `handle` has resolved, so that none is lost.
   */
  start(handle: (event: ChannelEvent) => Promise<void>): Promise<void>;
  /**
   * Fetches a file that came with a message.
   * @param mostBytes a larger one is refused
   * @throws {Error} saying for people why it could not be had; its text holds no token
   */
  download(attachment: Attachment, mostBytes: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Ends all calls and sockets. */
  stop(): Promise<void>;
}

/** An answer to be brought to a chat. */
export interface AnswerToDeliver {
  /**
   * Names the answer for good, over restarts too: that of a message which is processed again after a
   * crash takes over what the chat shows already, and is never given twice.
   */
  id: string;
  target: Target;
  /** The person's message, to reply to. */
  replyTo?: string;
  /** The run's, from its beginning. */
  log: RunLog;
}

/** How far an answer was brought when its delivery ended for now. */
export type DeliveryResult =
  /** The chat shows its final text, or there was none to show. */
  | 'delivered'
  /** It stands in the store and is sent later. */
  | 'owed'
  /** It cannot be delivered: the chat is closed to us, say. It is in the log. */
  | 'given up';

/** A word of our own (an answer to a command, a card), not of a run. */
export interface Notice {
  target: Target;
  /** Markdown. One message at most: what is too long is cut. */
  text: string;
  replyTo?: string;
  buttons?: Button[][];
}

/** The one owner of everything that is written to chats. */
export interface Delivery {
  /**
   * Follows a run's log until the chat shows its final text. Resolves once the answer is delivered or
   * stands in the store as owed; never rejects. Later it is sent without anybody's doing.
   */
  deliver(answer: AnswerToDeliver): Promise<DeliveryResult>;
  /** Gives an answer that is there as a whole (a run that ended before a crash); see `deliver`. */
  deliverText(answer: Omit<AnswerToDeliver, 'log'>, markdown: string): Promise<DeliveryResult>;
  /**
   * Sends a notice, ahead of answers. Repeated only where it surely was not sent.
   * @returns the message's id; undefined where it may not have arrived
   */
  notify(notice: Notice): Promise<string | undefined>;
  /** Changes a notice; without buttons it loses those it had. False where it could not be changed. */
  amend(ref: string, notice: Omit<Notice, 'replyTo'>): Promise<boolean>;
  /** Sends a file, after what was written to that chat before. */
  sendFile(target: Target, file: OutgoingFile, replyTo?: string): Promise<Outcome>;
  /** Everything owed to this chat goes to its new id. */
  move(platform: Platform, from: string, to: string): Promise<void>;
  /**
   * Sends what is owed since before this start; called once a channel is connected (again). What is
   * processed again is given to `deliver` before: of the rest, what was shown is told to be broken off.
   */
  resume(platform: Platform): Promise<void>;
  /** Puts what is under way into the store and makes no further call. */
  close(): Promise<void>;
}
