/** Under construction within this change. */
export function ApprovalsView() {
  return null;
}
