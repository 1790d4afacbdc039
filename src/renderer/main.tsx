import { render } from 'preact';
import { z } from 'zod';
import { createApi } from './api.ts';
import { AppProvider, createApp } from './app-state.ts';
import { Shell } from './app.tsx';
import { ApprovalsView } from './pages/approvals/approvals-view.tsx';

// The content security policy forbids the code that zod would otherwise generate.
z.config({ jitless: true });

const view = new URLSearchParams(location.search).get('view');
const app = await createApp(createApi(window.hermes));

// A field is saved when it is left; closing the window leaves it.
document.addEventListener('visibilitychange', () => {
  if (document.hidden && document.activeElement instanceof HTMLElement) {
    document.activeElement.blur();
  }
});

render(
  <AppProvider value={app}>{view === 'approvals' ? <ApprovalsView /> : <Shell />}</AppProvider>,
  document.getElementById('root')!,
);
