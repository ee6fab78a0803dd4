"""What ``dev/check`` looks at: each module yields one sentence per problem, with its place."""
