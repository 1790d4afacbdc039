import { Page } from '../../components/layout.tsx';

/** Under construction within this change. */
export function AppPage() {
  return <Page title="App">{null}</Page>;
}
