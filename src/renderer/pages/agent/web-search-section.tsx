import { useApp } from '../../app-state.ts';
import { Card, Section } from '../../components/layout.tsx';
import { KeySource, SecretRow } from '../../components/settings/secret-row.tsx';
import { SettingSelect, SettingText } from '../../components/settings/setting-controls.tsx';

/** The services that need a key, with where to get one. */
const keyed = {
  brave: { secret: 'braveKey', name: 'Brave Search', at: 'https://api-dashboard.search.brave.com' },
  tavily: { secret: 'tavilyKey', name: 'Tavily', at: 'https://app.tavily.com' },
  exa: { secret: 'exaKey', name: 'Exa', at: 'https://dashboard.exa.ai' },
} as const;

/** Who searches the web for the agent. Without anyone the tool is not offered. */
export function WebSearchSection() {
  const provider = useApp().state.settings.value.values.agent.webSearchProvider;
  const service = provider in keyed ? keyed[provider as keyof typeof keyed] : undefined;
  return (
    <Section title="Web search">
      <Card>
        <SettingSelect
          section="agent"
          field="webSearchProvider"
          label="Search with"
          hint={
            provider === 'none'
              ? 'Without a service the agent cannot search; it can still read pages.'
              : 'Search terms of the agent go to this service.'
          }
          choices={[
            { value: 'none', label: 'Nobody' },
            { value: 'searxng', label: 'SearXNG' },
            { value: 'brave', label: 'Brave Search' },
            { value: 'tavily', label: 'Tavily' },
            { value: 'exa', label: 'Exa' },
          ]}
        />
        {provider === 'searxng' && (
          <SettingText
            section="agent"
            field="searxngUrl"
            label="SearXNG address"
            hint="Your instance must allow the format json."
            placeholder="http://127.0.0.1:8888"
          />
        )}
        {service && (
          <SecretRow
            key={service.secret}
            name={service.secret}
            label={`${service.name} key`}
            placeholder="Needed"
            hint={<KeySource url={service.at} />}
          />
        )}
      </Card>
    </Section>
  );
}
