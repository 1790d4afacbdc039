import { Page } from '../../components/layout.tsx';

/** Under construction within this change. */
export function ModelPage() {
  return <Page title="Model">{null}</Page>;
}
