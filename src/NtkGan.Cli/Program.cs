return NtkGan.Cli.Application.RunProcess(args);
