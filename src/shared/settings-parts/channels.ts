import { z } from 'zod';
import { httpUrl, oneOf } from './fields.ts';

/** How the chat apps are served; each platform has a section of its own beside this one. */
export const channelSettings = z.object({
  busy: oneOf('Busy mode', ['interrupt', 'queue', 'steer'])
    .default('interrupt')
    .describe(
      'A message while the agent works: stop and take the new one (interrupt), take it afterwards (queue), or tell the agent while it works (steer).',
    ),
  toolLines: oneOf('Tool lines', ['off', 'new', 'all'])
    .default('new')
    .describe(
      'What a chat shows of the tools: nothing, a line when another tool begins, or a line a call.',
    ),
});

/** What a platform answers to, and how. */
const common = {
  enabled: z.boolean().default(false).describe('Answer messages of this chat app.'),
  allowAllUsers: z
    .boolean()
    .default(false)
    .describe('Let everybody talk to the agent. Whoever finds the bot then uses this computer.'),
  pairing: oneOf('Pairing', ['auto', 'on', 'off'])
    .default('auto')
    .describe(
      'Unknown people get a code that you can approve: unless people are listed (auto), always, or never.',
    ),
  groups: oneOf('Groups', ['off', 'mention', 'all'])
    .default('mention')
    .describe(
      'In groups, answer nothing, what mentions or answers the bot, or all that allowed people write.',
    ),
  replyToMode: oneOf('Reply mode', ['off', 'first', 'all'])
    .default('first')
    .describe('Which parts of an answer reply to the message: none, the first, or all.'),
};

/** Telegram's section. */
export const telegramSettings = z.object({
  ...common,
  allowedUsers: z
    .array(
      z
        .string()
        .trim()
        .regex(
          /^-?\d{1,20}$/,
          'Telegram ids are numbers such as 123456789 (a bot like @userinfobot tells yours); a group’s begins with -',
        ),
    )
    .default([])
    .describe('Ids of the people, and of the groups, that may talk to the agent.'),
  apiRoot: httpUrl
    .default('')
    .describe('A Bot API server of your own. Empty: https://api.telegram.org.'),
});

/** The chat apps that have a section. */
export const platformNames = ['telegram'] as const;
/** One of {@link platformNames}. */
export type PlatformName = (typeof platformNames)[number];
