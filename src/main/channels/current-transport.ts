import type { Channel, Outcome, Transport } from './channel.ts';

const off: Outcome = { kind: 'unconnected', error: 'the channel is off' };

/** A transport that stays the same while its channel is made anew, or is off. */
export function currentTransport(
  { platform, limits }: Pick<Transport, 'platform' | 'limits'>,
  channel: () => Channel | undefined,
): Transport {
  const call = (make: (transport: Transport) => Promise<Outcome>): Promise<Outcome> => {
    const transport = channel()?.transport;
    return transport ? make(transport) : Promise.resolve(off);
  };
  return {
    platform,
    limits,
    send: (...args) => call((transport) => transport.send(...args)),
    edit: (...args) => call((transport) => transport.edit(...args)),
    sendFile: (...args) => call((transport) => transport.sendFile(...args)),
    typing: (...args) => call((transport) => transport.typing(...args)),
  };
}
