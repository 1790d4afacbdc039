import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Card, Page, Section } from '../../components/layout.tsx';
import {
  SettingNumber,
  SettingSwitch,
  SettingText,
} from '../../components/settings/setting-controls.tsx';
import { ApprovalsSection } from './approvals-section.tsx';
import { CostSection } from './cost-section.tsx';
import { McpSection } from './mcp-section.tsx';
import { WallSection } from './wall-section.tsx';
import { ToolsSection } from './tools-section.tsx';
import { WebSearchSection } from './web-search-section.tsx';

/** What the agent may do on this computer, and what it does it with. */
export function AgentPage() {
  const { api, state, attempt } = useApp();
  const { workspace } = state.settings.value.values.agent;
  const locked = state.settings.value.locked.some((each) => each.path === 'agent.workspace');
  const { defaultWorkspace } = state.app.value;
  const choose = (): Promise<boolean> =>
    attempt(async () => {
      const folder = await api.chooseFolder({ current: workspace || defaultWorkspace });
      if (folder) await api.updateSettings({ agent: { workspace: folder } });
    });
  return (
    <Page title="Agent" intro="What the agent may do on this computer, and with which tools.">
      <Section title="Work">
        <Card>
          <SettingText
            section="agent"
            field="workspace"
            label="Workspace"
            hint="The folder it works in. Writing outside of it needs your approval."
            placeholder={defaultWorkspace}
            action={
              <Button icon="folder" onClick={choose} disabled={locked}>
                Choose…
              </Button>
            }
          />
          <SettingNumber
            section="agent"
            field="maxIterations"
            label="Model calls in one run"
            hint="After so many the agent must sum up what it has."
          />
          <SettingSwitch
            section="agent"
            field="lightRequests"
            label="Answer titles and tags plainly"
            hint="Clients ask for chat titles in extra requests. Those get one plain model call, without tools."
          />
          <SettingSwitch
            section="agent"
            field="rememberTurns"
            label="Remember what tools found"
            hint="Chat clients send back only what they showed. What the tools found in earlier turns of a chat is kept here for 30 days, and given back to the model."
          />
        </Card>
      </Section>
      <WallSection />
      <ApprovalsSection />
      <ToolsSection />
      <WebSearchSection />
      <McpSection />
      <CostSection />
    </Page>
  );
}
