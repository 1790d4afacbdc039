import type { Settings } from '../../../shared/settings.ts';
import type { Platform } from '../channel.ts';

/** How an answer is shown, read once for each. */
export interface AnswerSettings {
  /** Whether it is seen growing. */
  streams: boolean;
  /** Least time between two edits, milliseconds. */
  editMs: number;
  /** Tokens before it is first shown. */
  minTokens: number;
  toolLines: 'off' | 'new' | 'all';
  /** Which of its messages reply to the person's. */
  replyTo: 'off' | 'first' | 'all';
}

/** What the settings say for a platform: its own switch counts before the master's. */
export function answerSettings(
  { streaming, channels, telegram }: Pick<Settings, 'streaming' | 'channels' | 'telegram'>,
  platform: Platform,
): AnswerSettings {
  // Platforms that have no section yet follow the master switch.
  const own = platform === 'telegram' ? streaming.telegram : 'follow';
  return {
    streams: own === 'follow' ? streaming.enabled : own === 'on',
    editMs: streaming.editInterval * 1000,
    minTokens: streaming.minTokens,
    toolLines: channels.toolLines,
    replyTo: platform === 'telegram' ? telegram.replyToMode : 'first',
  };
}
