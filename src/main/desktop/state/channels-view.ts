import { platformNames } from '../../../shared/settings-parts/channels.ts';
import type { ChannelsView, ChannelView } from '../../../shared/desktop-state.ts';
import type { ChannelState } from '../../channels/channel.ts';
import type { Channels } from '../../channels/channels.ts';

/** The chat apps as the window shows them. */
export function channelsView(channels: Pick<Channels, 'state' | 'known'>): ChannelsView {
  const { waiting, people } = channels.known;
  return {
    platforms: platformNames.map((platform) => channelView(platform, channels.state(platform))),
    waiting: waiting.map(({ platform, person, name, code, expiresAt }) => ({
      platform,
      person,
      name,
      code,
      expiresAt,
    })),
    people: [...people],
  };
}

function channelView(platform: ChannelView['platform'], state: ChannelState): ChannelView {
  const { status } = state;
  return {
    platform,
    state: status,
    as: status === 'connected' ? state.as : null,
    since: status === 'connected' ? state.since : null,
    why: status === 'failing' ? state.why : null,
  };
}
