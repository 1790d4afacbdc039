import { z } from 'zod';

/** Both forms of a text, since a platform may not read its markup. */
const writtenText = z.object({ markup: z.string(), plain: z.string() });
export type WrittenText = z.output<typeof writtenText>;

/** One message of an answer, as it must stand in the chat in the end. */
const part = z.object({
  ...writtenText.shape,
  /** In the platform's measure, UTF-16 units. */
  length: z.number(),
  /** Set to plain once the platform could not read the markup. */
  format: z.enum(['markup', 'plain']).default('markup'),
  /** A file in place of the text, which says which. */
  file: z.object({ path: z.string(), name: z.string() }).optional(),
  /** The message that is to become this; without, it is sent. */
  ref: z.string().optional(),
  /** `perhaps`: it was sent, or was about to be, and nobody knows how that ended. */
  shown: z.enum(['no', 'perhaps', 'yes']).default('no'),
  /** How often nobody knew. */
  doubts: z.number().default(0),
});
export type Part = z.output<typeof part>;

/**
 * What is known of an answer on its way to a chat. It is in the store before each send, so that after
 * a crash nothing is lost, and nothing is given twice without saying so.
 */
export const answerState = z.object({
  target: z.object({
    platform: z.enum(['telegram', 'discord', 'slack', 'whatsapp']),
    chat: z.string(),
    thread: z.string().optional(),
    kind: z.enum(['direct', 'group']),
  }),
  replyTo: z.string().optional(),
  /** Whether the run has ended, so that `parts` is all there is. */
  finished: z.boolean().default(false),
  parts: z.array(part).default([]),
  /** The message that grows, without its cursor; without `ref` while it is sent. */
  growing: z.object({ ...writtenText.shape, ref: z.string().optional() }).optional(),
  /** First forms of growing messages of which nobody knows whether they arrived, as markup. */
  lost: z.array(z.string()).default([]),
});
export type AnswerState = z.output<typeof answerState>;

/** After so long an answer is no longer owed, milliseconds. */
export const owedForMs = 24 * 60 * 60 * 1000;

/** What is kept of an answer that is done: that it is. */
export function doneState({ target }: AnswerState): AnswerState {
  return { target, finished: true, parts: [], lost: [] };
}
