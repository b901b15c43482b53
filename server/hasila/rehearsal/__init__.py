"""A harvest rehearsed: any catalogue read as harvesters read it, to tell what each would import and lose."""
