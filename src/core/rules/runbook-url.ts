/** Where Plimsoll's page about an issue is, below the base that the settings name. */
export function runbookPage(runbookBaseUrl: string, issue: string): string {
  return `${runbookBaseUrl}/issues/${issue}`;
}
