import { Page } from '../../components/layout.tsx';

/** Under construction within this change. */
export function AgentPage() {
  return <Page title="Agent">{null}</Page>;
}
