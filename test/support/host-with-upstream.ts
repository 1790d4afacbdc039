import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts';
import { startTestHost, type TestHost, type TestHostOptions } from './test-host.ts';

/** A host and the model service that it asks, which says what a test scripts. */
export interface HostWithUpstream {
  upstream: ScriptedUpstream;
  host: TestHost;
}

/** Starts both on free ports. */
export async function startHostWithUpstream(
  options: Omit<TestHostOptions, 'upstream'> = {},
): Promise<HostWithUpstream> {
  const upstream = await startScriptedUpstream();
  return { upstream, host: await startTestHost({ ...options, upstream: upstream.url }) };
}

/** Ends both: the host first, which may still be asking. */
export async function closeBoth({ host, upstream }: HostWithUpstream): Promise<void> {
  await host.close();
  await upstream.close();
}
