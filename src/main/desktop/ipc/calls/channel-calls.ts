import type { Host } from '../../../host.ts';
import type { CallHandlers } from '../handle-calls.ts';

type ChannelCalls = Pick<CallHandlers, 'checkChannel' | 'answerPairing' | 'revokePerson'>;

/** Who may talk to the agent in chat apps, and whether their tokens hold. */
export function channelCalls({ channels, settings, secrets }: Host): ChannelCalls {
  return {
    async checkChannel() {
      const token = secrets.get('telegramToken');
      if (token === undefined) throw new Error('There is no token.');
      const { checkTelegramToken } = await import('../../../channels/telegram/telegram-channel.ts');
      return checkTelegramToken(token, settings.current.telegram.apiRoot);
    },
    answerPairing: ({ code, allow }) => (allow ? channels.approve(code) : channels.deny(code)),
    revokePerson: ({ platform, person }) => channels.revoke(platform, person),
  };
}
