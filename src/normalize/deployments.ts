/**
 * Subjects that tools write which put a built site on a branch of its own, under the name of whoever started them: actions-gh-pages,
 * github-pages-deploy-action, MkDocs and mike, Docusaurus, and Travis CI. Each names the commit the site was built from, or the branch.
 */
const DEPLOYED =
  /^(?:deploy: [0-9a-f]{40}|Deploying to \S+ from @ \S+@[0-9a-f]{7,64}(?:\s+\p{Extended_Pictographic}\uFE0F?)?|Deployed [0-9a-f]{7,40}(?: to \S+)? with MkDocs version: \S+(?: and mike.*)?|Deploy website - based on [0-9a-f]{7,40}|Deploy \S+ to \S+:gh-pages)$/u;

/** Whether a commit is a site as a tool built and committed it: the work lies in the commit it was built from. */
export const isDeployment = (subject: string): boolean => DEPLOYED.test(subject);
