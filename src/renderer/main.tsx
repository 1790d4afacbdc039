import './without-eval.ts';
import { render } from 'preact';
import { pageNames } from '../shared/ipc.ts';
import { createApi } from './api.ts';
import { AppProvider, createApp } from './app-state.ts';
import { Shell } from './app.tsx';
import { ApprovalsView } from './pages/approvals/approvals-view.tsx';

const query = new URLSearchParams(location.search);
const view = query.get('view');
const firstPage = pageNames.find((name) => name === query.get('page')) ?? 'server';
const app = await createApp(createApi(window.hermes), firstPage);

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
