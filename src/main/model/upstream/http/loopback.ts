/** Whether an http(s) URL leads to this computer. */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/i.test(hostname);
}
