/** The variables by which programs find a proxy on their own loopback. */
export function proxyVariables(port: number): Record<string, string> {
  const url = `http://127.0.0.1:${port}`;
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
  const own = 'localhost,127.0.0.1,::1';
  return {
    ...Object.fromEntries(
      names.flatMap((name) => [name, name.toLowerCase()]).map((name) => [name, url]),
    ),
    NO_PROXY: own,
    no_proxy: own,
    // Node from 22.21 on looks at the others only with this.
    NODE_USE_ENV_PROXY: '1',
  };
}
