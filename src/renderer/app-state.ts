import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { signal, type Signal } from '@preact/signals';
import type { DesktopState } from '../shared/desktop-state.ts';
import type { Door } from '../shared/safety/open-doors.ts';
import type { PageName } from '../shared/ipc.ts';
import { CallError, type Api } from './api.ts';

/** A line at the bottom of the window that says what just happened. */
interface Toast {
  id: number;
  text: string;
  failed: boolean;
}

/** All that the components share: the calls, the state that is pushed, the page and the toasts. */
export interface App {
  readonly api: Api;
  readonly state: { readonly [Part in keyof DesktopState]: Signal<DesktopState[Part]> };
  readonly page: Signal<PageName>;
  /** The run shown on the Activity page. */
  readonly selectedRun: Signal<string | null>;
  readonly toasts: Signal<readonly Toast[]>;
  /** Says what happened, for a few seconds. */
  readonly say: (text: string, failed?: boolean) => void;
  /** The door that the person is asked about; null when there is none. */
  readonly door: Signal<{ door: Door; answer: (open: boolean) => void } | null>;
  /** Asks before a door is opened; resolves with whether it may be. */
  readonly askFirst: (door: Door) => Promise<boolean>;
  /** Performs a call and says so if it fails; resolves with whether it worked. */
  readonly attempt: (work: () => Promise<unknown>, done?: string) => Promise<boolean>;
}

const toastMs = 4000;

/** Fetches the state and keeps it up to date from the pushes. */
export async function createApp(api: Api, firstPage: PageName): Promise<App> {
  // Listening comes first, so that no change falls between the answer and the pushes.
  const early: Partial<DesktopState>[] = [];
  let apply = (part: Partial<DesktopState>): void => void early.push(part);
  api.on('state', (part) => apply(part));

  const initial = Object.assign(await api.getState(), ...early) as DesktopState;
  const state = {
    app: signal(initial.app),
    server: signal(initial.server),
    settings: signal(initial.settings),
    runs: signal(initial.runs),
    approvals: signal(initial.approvals),
    decision: signal(initial.decision),
    confinement: signal(initial.confinement),
    mcp: signal(initial.mcp),
    environment: signal(initial.environment),
    tasks: signal(initial.tasks),
    update: signal(initial.update),
    channels: signal(initial.channels),
  };
  apply = (part) => {
    for (const [name, value] of Object.entries(part)) {
      (state[name as keyof DesktopState] as Signal<unknown>).value = value;
    }
  };

  const page = signal(firstPage);
  api.on('page', (name) => (page.value = name));

  const toasts = signal<readonly Toast[]>([]);
  let nextToast = 1;
  const say = (text: string, failed = false): void => {
    const toast = { id: nextToast++, text, failed };
    toasts.value = [...toasts.value.slice(-2), toast];
    setTimeout(() => (toasts.value = toasts.value.filter((each) => each !== toast)), toastMs);
  };
  const attempt = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    try {
      await work();
      if (done) say(done);
      return true;
    } catch (error) {
      say(messageOf(error), true);
      return false;
    }
  };
  const door: App['door'] = signal(null);
  const askFirst = (asked: Door): Promise<boolean> =>
    new Promise((resolve) => {
      door.value?.answer(false);
      door.value = {
        door: asked,
        answer: (open) => {
          if (door.value?.door === asked) door.value = null;
          resolve(open);
        },
      };
    });
  return { api, state, page, selectedRun: signal(null), toasts, say, door, askFirst, attempt };
}

/** What to tell the person about something thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof CallError && error.issues[0]) return error.issues[0].message;
  return error instanceof Error ? error.message : String(error);
}

const AppContext = createContext<App | null>(null);
/** Gives the app to the components within; see {@link useApp}. */
export const AppProvider = AppContext.Provider;

/** The app around a component. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('A component stands outside of the app');
  return app;
}
