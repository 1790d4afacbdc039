import { named, none, values } from '../row/kit.ts';
import { operands } from '../row/options.ts';
import { rows } from '../row/program.ts';

const deletesInCloud =
  /^(delete|terminate|remove|purge|deregister|destroy|batch-delete|schedule-key-deletion|empty|disable-key|revoke|detach|release-address|cancel|stop-db|stop-instances|reset|deauthorize|disassociate|abort|rm|rb)(-|$)/;

/** Programs for what runs at others': clouds, hosts of code, stores of files. */
export const clouds = rows(
  {
    names: ['terraform', 'tofu', 'terragrunt', 'tf', 'cdktf'],
    reads: none,
    risks: [
      [
        'remote-delete',
        /^(.* )?(destroy|apply\b.*(-destroy|-auto-approve|--auto-approve)|state (rm|push|replace-provider)|workspace delete|force-unlock|taint|run-all (destroy|apply)|apply-all|destroy-all|import -destroy|login)\b/,
      ],
    ],
  },
  {
    names: named(`
      pulumi cdk sam serverless sls sst copilot amplify chalice zappa up-cli nitric
      ansible ansible-playbook packer nomad consul waypoint boundary crossplane spacectl
      infracost
    `),
    reads: none,
    risks: [
      [
        'remote-delete',
        /^(destroy|down|delete|remove|undeploy|stack rm|state delete|env (delete|rm)|svc delete|app delete|job (stop|delete)|system gc|kv delete|refresh --yes)\b/,
      ],
      ['publish', /^(up\b.*(-y|--yes|-f|--skip-preview)|deploy|publish|update\b.*--yes|push)\b/],
    ],
  },
  {
    names: ['aws', 'awslocal', 'aws-cli'],
    valued: '',
    long: named('profile region output endpoint-url query cli-input-json ca-bundle color'),
    reads: (args) =>
      args
        .filter((word) => /^file(b)?:\/\//.test(word))
        .map((word) => word.replace(/^fileb?:\/\//, '')),
    sends: true,
    risks: [
      [
        'remote-delete',
        (args) => {
          const words = operands(args, {
            long: ['profile', 'region', 'output', 'endpoint-url', 'query'],
          });
          return (
            words.slice(1, 3).some((word) => deletesInCloud.test(word)) ||
            (words[0] === 's3' && (words[1] === 'mv' || args.includes('--delete'))) ||
            args.some((word) => /^(delete|terminate)-[\w-]+$/.test(word))
          );
        },
      ],
      [
        'secret-store',
        /\b(configure (get|export-credentials)|secretsmanager get-secret|sts (get-session-token|assume-role)|ssm get-parameter.*--with-decryption|ecr get-login|eks get-token|iam create-access-key)\b/,
      ],
      [
        'publish',
        /\b(s3 (cp|sync)\b.*--acl public|s3api put-(bucket-acl|object-acl|bucket-policy|public-access-block)|lambda (update-function-code|publish)|cloudformation (deploy|create-stack|update-stack)|ecs update-service|codedeploy create-deployment|sns publish|ses send|sqs send)/,
      ],
    ],
  },
  {
    names: ['gcloud', 'gsutil', 'bq', 'firebase', 'gcloud-beta'],
    reads: none,
    sends: true,
    risks: [
      [
        'remote-delete',
        /(^| )(delete|remove-iam-policy-binding|rm|rb|destroy|purge|stop|disable|reset|undelete|abandon|cancel|revoke|firestore:delete|database:remove|hosting:disable|functions:delete|apps:delete|projects:delete|mv|rsync .*-d)( |$)/,
      ],
      ['database', /^query\b.*\b(drop|truncate|delete)\b/i],
      [
        'secret-store',
        /print-(access|identity)-token|secrets versions access|auth application-default print|login:ci|auth login/,
      ],
      [
        'publish',
        /\b(app deploy|run deploy|functions deploy|deploy\b|builds submit|artifacts docker|hosting:clone|setIamPolicy|iam ch|acl (ch|set)|add-iam-policy-binding)/,
      ],
    ],
  },
  {
    names: ['az', 'azd', 'func', 'swa'],
    reads: none,
    sends: true,
    risks: [
      [
        'remote-delete',
        /(^| )(delete|purge|remove|down|deallocate|stop|reset|revoke|deletes?-[\w-]+)( |$)/,
      ],
      [
        'secret-store',
        /get-access-token|keyvault secret (show|download)|keys list|credential (list|show)|list-connection-strings|publishing-profile/,
      ],
      [
        'publish',
        /\b(deploy\b|webapp (up|deploy)|functionapp publish|azure functionapp publish|acr (build|import)|containerapp up|staticwebapp|up\b)/,
      ],
    ],
  },
  {
    names: named(`
      doctl linode-cli hcloud vultr-cli scw ovhai exo oci ibmcloud aliyun tccli yc
      openstack nova civo upctl phoenixnap cf eb flyctl fly railway render koyeb
      northflank vercel now netlify wrangler surge gh-pages heroku dokku nhost supabase
      planetscale pscale neonctl neon turso convex appwrite deployctl edgio fastly
      cloudflared-cli ntl begin stripe twilio shopify sentry-cli datadog-ci snyk auth0
      okta ngrok-api b2 mc s3cmd s5cmd swift-cli rclone restic borg duplicity rustic kopia
    `),
    reads: none,
    sends: true,
    risks: [
      [
        'remote-delete',
        /(^|[ :])(delete|del|destroy|rm|remove|purge|terminate|scale [\w-]*=?0|rb|deletefile|delete-file|rmdir|rmdirs|cleanup|dedupe|forget|prune|apps:destroy|pg:reset|addons:destroy|ps:stop|domains:remove|container:rm|sync|move|bucket rm|db reset|reset|rollback|cancel|down|unpublish|teardown)( |$|:)/,
      ],
      [
        'publish',
        /(^|[ :])(deploy|publish|--prod|promote|up|release|push|alias set|pages (deploy|publish)|container:(push|release)|apps:create|send|versions upload)( |$)/,
      ],
      ['secret-store', /auth:token|config:get|secrets? (get|list)|tokens? (list|create)|env pull/],
      [
        'publish',
        (args, { call }) =>
          /^(surge|gh-pages)$/.test(call.name) &&
          !args.some((word) => /^(list|login|whoami|--help|-h|--version|-V)$/.test(word)),
      ],
    ],
  },
  {
    names: ['gh', 'glab', 'tea', 'bb-cli'],
    reads: values('FbD', 'body-file', 'notes-file', 'input', 'dir'),
    risks: [
      [
        'publish',
        /^(release (create|upload|edit|delete|delete-asset)|repo (create|delete|edit|archive|unarchive|rename|transfer|sync .*--force|fork)|gist (create|edit|delete)|secret (set|delete|remove)|variable (set|delete|remove)|ssh-key (add|delete)|gpg-key (add|delete)|extension install|workflow (run|enable|disable)|codespace delete|pages|mr merge|pr merge|label delete|issue (delete|transfer)|ruleset|org|project (delete|item-delete)|cache delete|run (delete|cancel)|auth (login|logout|refresh)|deploy-key (add|delete)|token (create|revoke)|snippet create|ci delete)\b/,
      ],
      [
        'publish',
        (args) =>
          args[0] === 'api' &&
          (/(-X|--method)[ =]*(DELETE|PUT|PATCH|POST)/i.test(args.join(' ')) ||
            (args.some((word) => /^(-[fF]|--(raw-)?field|--input)/.test(word)) &&
              !args.includes('graphql')) ||
            /mutation\b/.test(args.join(' '))),
      ],
      ['remote-delete', /^(\w[\w-]* )?(delete|remove|destroy)\b/],
      ['secret-store', /^auth (token|status\b.*(-t|--show-token))/],
    ],
  },
);
