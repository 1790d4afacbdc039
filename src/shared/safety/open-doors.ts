import type { Settings, SettingsPatch } from '../settings.ts';

/** A change of the settings after which others, or the agent, may do more on this computer. */
export interface Door {
  /** As a banner and the tray name it while it is open. */
  name: string;
  /** What it means, for the person. */
  meaning: string;
  /** The verb on the button that opens it. */
  action: string;
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/i;

const doors: readonly (Door & { isOpen: (settings: Settings, keySet: boolean) => boolean })[] = [
  {
    name: 'The network can reach the server',
    meaning:
      'Every device that reaches this computer can connect if it has the key, and whoever connects can have commands run here. The connection is not encrypted.',
    action: 'Open to the network',
    isOpen: ({ server }) => !loopback.test(server.host),
  },
  {
    name: 'Nothing asks before dangerous actions',
    meaning:
      'The agent deletes, publishes and overwrites without asking you, whoever asked for it, also when a web page or a file talked it into it.',
    action: 'Stop asking',
    isOpen: ({ agent }) => agent.approvals === 'allow',
  },
  {
    name: 'The wall is off',
    meaning:
      'What the agent starts may change any file of yours and read your keys. Only the reading of commands stands between.',
    action: 'Take the wall away',
    isOpen: ({ agent }) => agent.confinement === 'off',
  },
  {
    name: 'No key is asked for',
    meaning: 'Every program on this computer can use the agent, that is: run commands as you.',
    action: 'Remove the key',
    isOpen: (_, keySet) => !keySet,
  },
  {
    name: 'Everybody may talk to the agent in Telegram',
    meaning:
      'Whoever finds the bot can have commands run on this computer. List the people you know, or let them in by a code.',
    action: 'Let everybody in',
    isOpen: ({ telegram }) => telegram.enabled && telegram.allowAllUsers,
  },
  {
    name: 'Web tools reach this computer and the local network',
    meaning:
      'Pages of your router, of other devices and of programs on this computer can be read by the agent, also when a web page tells it to.',
    action: 'Let them',
    isOpen: ({ agent }) => agent.allowPrivateAddresses,
  },
];

/** The doors that stand open, in the order of what they let in. */
export function openDoors(settings: Settings, keySet: boolean): Door[] {
  return doors.filter((door) => door.isOpen(settings, keySet)).map(asDoor);
}

/** The doors that a change would open, that are shut now. */
export function doorsOpenedBy(patch: SettingsPatch, settings: Settings): Door[] {
  const merged = Object.fromEntries(
    Object.entries(settings).map(([section, values]) => [
      section,
      section === 'mcpServers' ? values : { ...values, ...patch[section as keyof SettingsPatch] },
    ]),
  ) as Settings;
  // Whether there is a key is no setting.
  return doors
    .filter((door) => door.isOpen(merged, true) && !door.isOpen(settings, true))
    .map(asDoor);
}

const asDoor = ({ name, meaning, action }: Door): Door => ({ name, meaning, action });
